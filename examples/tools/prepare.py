#!/usr/bin/env python3
"""Makes examples/data from the npm package vega-datasets, and the web log from a fixed seed.

    npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz
    examples/tools/prepare.py package

What it does to the data: an array of objects becomes a file with one object per line, times become
ISO 8601, rows are sorted by time and put into one file for each week (flights) or day (earthquakes);
of the earthquakes only some properties are kept. No value is changed otherwise.
"""

import datetime
import json
import pathlib
import random
import sys

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
UTC = datetime.timezone.utc


def write_lines(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(line + "\n")


def as_json(row):
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def by(key, rows):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def flights(package):
    with open(package / "data" / "flights-10k.json", encoding="utf-8") as file:
        rows = json.load(file)
    for row in rows:
        time = datetime.datetime.strptime(row.pop("date"), "%Y/%m/%d %H:%M")
        row["departure"] = time.isoformat()
    rows = [{"departure": row.pop("departure"), **row} for row in rows]
    rows.sort(key=lambda row: row["departure"])

    def week(row):
        day = datetime.date.fromisoformat(row["departure"][:10])
        return (day - datetime.date(2001, 1, 1)).days // 7 + 1

    for number, group in by(week, rows).items():
        write_lines(DATA / "flights" / f"2001-week-{number:02}.json", map(as_json, group))


def earthquakes(package):
    with open(package / "data" / "earthquakes.json", encoding="utf-8") as file:
        features = json.load(file)["features"]
    rows = []
    for feature in features:
        properties = feature["properties"]
        longitude, latitude, depth = feature["geometry"]["coordinates"]
        time = datetime.datetime.fromtimestamp(properties["time"] / 1000, UTC)
        rows.append(
            {
                "id": feature["id"],
                "time": time.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3],
                "magnitude": properties["mag"],
                "depth": depth,
                "latitude": latitude,
                "longitude": longitude,
                "place": properties["place"],
                "type": properties["type"],
                "tsunami": properties["tsunami"] == 1,
            }
        )
    rows.sort(key=lambda row: row["time"])
    for day, group in by(lambda row: row["time"][:10], rows).items():
        write_lines(DATA / "earthquakes" / f"{day}.json", map(as_json, group))


PAGES = [
    ("/", 30, 5200),
    ("/products", 14, 18400),
    ("/products/{}", 26, 9100),
    ("/cart", 9, 4100),
    ("/checkout", 4, 6400),
    ("/about", 3, 7200),
    ("/help", 5, 8800),
    ("/search?q={}", 12, 12600),
    ("/images/logo.png", 10, 14338),
    ("/blog/streams-in-sql", 6, 31200),
]
AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0",
    "Mozilla/5.0 (iPhone) Safari/605.1",
    "curl/8.14.1",
]
PROBES = ["/wp-login.php", "/.env", "/admin", "/phpmyadmin/index.php", "/.git/config"]


def weblog():
    """Two hours of a small shop: a usual crowd, a crawler, a scanner, a bad release at 10:40."""
    chance = random.Random(20260301)
    start = datetime.datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
    visitors = [f"203.0.113.{n}" for n in range(1, 200)] + [f"198.51.100.{n}" for n in range(1, 90)]
    weights = [page[1] for page in PAGES]
    lines = []

    def add(second, ip, method, path, status, size, agent):
        time = (start + datetime.timedelta(seconds=int(second))).isoformat()
        lines.append((second, f'{time} {ip} "{method} {path} HTTP/1.1" {status} {size} "{agent}"'))

    second = chance.expovariate(0.62)
    while second < 7200:
        page, _, mean = chance.choices(PAGES, weights)[0]
        path = page.format(chance.randint(1, 60))
        broken = path in ("/cart", "/checkout") and 2400 <= second < 3000
        status = 500 if broken else chance.choices([200, 304, 404, 302, 503], [88, 6, 3, 2.6, 0.4])[0]
        size = {200: int(chance.gauss(mean, mean / 6)), 304: 0}.get(status, chance.randint(150, 700))
        method = "POST" if path == "/checkout" else "GET"
        ip, agent = chance.choice(visitors), chance.choice(AGENTS[:3])
        add(second, ip, method, path, status, max(0, size), agent)
        second += chance.expovariate(0.62)
    for n in range(240):
        path = f"/products/{n % 60 + 1}"
        add(600 + 5 * n, "192.0.2.10", "GET", path, 200, 9100, "ExampleBot/2.1 (+https://bot.example)")
    for n in range(150):
        add(3900 + 0.8 * n, "192.0.2.66", "GET", chance.choice(PROBES), chance.choice([404, 403]), 162, AGENTS[3])
    lines.sort(key=lambda line: line[0])
    for hour, group in by(lambda line: line[1][:13], lines).items():
        write_lines(DATA / "weblog" / f"access-{hour}.log", [line for _, line in group])


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    package = pathlib.Path(sys.argv[1])
    flights(package)
    earthquakes(package)
    weblog()


main()
