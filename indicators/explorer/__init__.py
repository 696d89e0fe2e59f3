"""The explorer: any statistic, of any regions, in any kind of chart, with its whole state in its address."""
