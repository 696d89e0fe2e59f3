"""Django's tags for addresses and words, kept where they always say the same: a page has hundreds of them."""
