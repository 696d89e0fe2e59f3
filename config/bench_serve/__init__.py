"""How fast answers leave the web server when the database holds millions of values: `make bench-serve`.

It fills a throw-away database, starts two web workers before it, asks them over HTTP by one and by eight connections,
and prints what it took beside what was aimed at, and beside the floor: the same statements by psycopg alone. It
judges nothing, and ends what it started.
"""
