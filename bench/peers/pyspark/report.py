"""The report on PySpark: the events are read and cached once, then one SQL statement makes each
table. To be run by spark-submit, or with SPARK_REMOTE=sc://... over Spark Connect.

usage: report.py INPUT(.parquet | .ndjson) OUT_FOLDER
"""

import csv
import os
import sys

from pyspark.sql import SparkSession

source, out = sys.argv[1:]
os.makedirs(out, exist_ok=True)

spark = (
    SparkSession.builder.appName("report")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.shuffle.partitions", "4")
    .getOrCreate()
)
if "SPARK_REMOTE" not in os.environ:
    spark.sparkContext.setLogLevel("ERROR")

schema = """
    event_id STRING, event_time TIMESTAMP, action STRING, user_id STRING, song_id STRING,
    song_title STRING, artist_id STRING, artist_name STRING, song_duration_ms BIGINT,
    played_ms BIGINT, device STRING, country STRING, city STRING
"""
raw = (
    spark.read.parquet(source)
    if source.endswith(".parquet")
    else spark.read.schema(schema).json(source)
)
raw.createOrReplaceTempView("raw")

events = spark.sql("""
    SELECT event_time, action, action IN ('skip', 'complete', 'stop') AS is_end, user_id, song_id,
           song_title, artist_id, artist_name, song_duration_ms, played_ms, device, country, city,
           event_id
    FROM raw
    WHERE event_id IS NOT NULL AND event_time IS NOT NULL AND user_id IS NOT NULL
      AND song_id IS NOT NULL
      AND action IN ('play', 'pause', 'resume', 'skip', 'complete', 'stop')
""").dropDuplicates(["event_id"]).drop("event_id").cache()
events.createOrReplaceTempView("events")

sessions = spark.sql("""
    SELECT user_id, (unix_micros(max(event_time)) - unix_micros(min(event_time))) DIV 1000 AS duration_ms,
           count(*) AS events, count_if(action = 'play') AS plays, count_if(action = 'skip') AS skips,
           count(DISTINCT song_id) AS songs
    FROM (SELECT *, sum(CASE WHEN event_time <= previous + INTERVAL 30 MINUTES THEN 0 ELSE 1 END)
                      OVER (PARTITION BY user_id ORDER BY event_time) AS session
          FROM (SELECT user_id, song_id, action, event_time,
                       lag(event_time) OVER (PARTITION BY user_id ORDER BY event_time) AS previous
                FROM events))
    GROUP BY user_id, session
""").cache()
sessions.createOrReplaceTempView("sessions")

plays = "count_if(action = 'play') AS plays"
streams = "count_if(is_end AND played_ms >= 30000) AS streams"
listeners = "count(DISTINCT user_id) AS listeners"
songs = "count(DISTINCT song_id) AS songs"
artists = "count(DISTINCT artist_id) AS artists"
skips = "count_if(action = 'skip') AS skips"
completes = "count_if(action = 'complete') AS completes"
listening = "coalesce(sum(played_ms) FILTER (WHERE is_end), 0) AS listening_ms"
skip_rate = "count_if(action = 'skip') / nullif(count_if(is_end), 0) AS skip_rate"
completion_rate = "count_if(action = 'complete') / nullif(count_if(is_end), 0) AS completion_rate"
share = "count(*) / sum(count(*)) OVER () AS share"
iso = "date_format({}(event_time), \"yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'\")"
span = f"{iso.format('min')} AS first_event_at, {iso.format('max')} AS last_event_at"
labels = "min(song_title) AS song_title, min(artist_id) AS artist_id, min(artist_name) AS artist_name"

groups = ", ".join(
    ["count(*) AS events", plays, streams, listeners, skips, completes, listening]
    + [skip_rate, completion_rate, share]
)


def ranked(select: str, order: str) -> str:
    """The first 100 of a ranking; a window over all rows would put them into one partition."""
    return f"""
        SELECT row_number() OVER (ORDER BY {order}) AS rank, *
        FROM ({select} ORDER BY {order} LIMIT 100) ORDER BY rank"""


tables = {
    "overview": f"""
        SELECT count(*) AS events, {plays}, {streams}, {listeners}, {songs}, {artists}, {listening},
               {skip_rate}, {completion_rate}, {span}
        FROM events""",
    "action_counts": f"""
        SELECT action, count(*) AS events, {listeners}, {share}
        FROM events GROUP BY action ORDER BY events DESC, action""",
    "popular_songs": ranked(
        f"""SELECT song_id, {labels}, {plays}, {streams}, {listeners}, {completes}, {skips}, {listening}
            FROM events GROUP BY song_id""",
        "plays DESC, song_id",
    ),
    "popular_artists": ranked(
        f"""SELECT artist_id, min(artist_name) AS artist_name, {plays}, {streams}, {listeners}, {songs},
                   {listening}
            FROM events WHERE artist_id IS NOT NULL GROUP BY artist_id""",
        "plays DESC, artist_id",
    ),
    "user_activity": ranked(
        f"""SELECT user_id, count(*) AS events, {plays}, {streams}, {skips}, {completes}, {songs},
                   {artists}, count(DISTINCT to_date(event_time)) AS active_days, {listening},
                   {skip_rate}, {completion_rate}, {span}
            FROM events GROUP BY user_id""",
        "plays DESC, user_id",
    ),
    "device_usage": f"""
        SELECT device, {groups}
        FROM events GROUP BY device ORDER BY events DESC, device NULLS LAST""",
    "geographic_distribution": f"""
        SELECT country, {groups}
        FROM events GROUP BY country ORDER BY events DESC, country NULLS LAST""",
    "city_distribution": f"""
        SELECT country, city, count(*) AS events, {plays}, {listeners}, {share}
        FROM events GROUP BY country, city
        ORDER BY events DESC, country NULLS LAST, city NULLS LAST LIMIT 100""",
    "hourly_activity": f"""
        SELECT hour(event_time) AS hour, count(*) AS events, {plays}, {listeners}, {listening},
               {skip_rate}, {share}
        FROM events GROUP BY hour(event_time) ORDER BY hour""",
    "weekday_hourly_activity": f"""
        SELECT weekday(event_time) + 1 AS weekday, hour(event_time) AS hour, count(*) AS events, {plays},
               {listeners}
        FROM events GROUP BY weekday(event_time), hour(event_time) ORDER BY weekday, hour""",
    "session_analysis": """
        SELECT count(*) AS sessions, count(DISTINCT user_id) AS listeners,
               sum(duration_ms) / count(*) AS mean_duration_ms,
               percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ms) AS median_duration_ms,
               percentile_disc(0.9) WITHIN GROUP (ORDER BY duration_ms) AS p90_duration_ms,
               max(duration_ms) AS max_duration_ms, sum(events) / count(*) AS mean_events,
               sum(plays) / count(*) AS mean_plays, sum(songs) / count(*) AS mean_songs,
               count_if(plays = 1) / count(*) AS single_play_share, sum(skips) / count(*) AS mean_skips
        FROM sessions""",
    "session_lengths": """
        SELECT bucket, from_ms, to_ms, count(duration_ms) AS sessions,
               count(duration_ms) / sum(count(duration_ms)) OVER () AS share
        FROM (VALUES ('0', 0, 1), ('<1 min', 1, 60000), ('<5 min', 60000, 300000),
                     ('<15 min', 300000, 900000), ('<30 min', 900000, 1800000),
                     ('<60 min', 1800000, 3600000), ('<120 min', 3600000, 7200000),
                     ('>=120 min', 7200000, NULL)) AS buckets(bucket, from_ms, to_ms)
        LEFT JOIN sessions ON duration_ms >= from_ms AND (to_ms IS NULL OR duration_ms < to_ms)
        GROUP BY bucket, from_ms, to_ms ORDER BY from_ms""",
    "song_engagement": ranked(
        f"""SELECT song_id, {labels}, {plays}, count_if(is_end) AS ended, {skips}, {completes},
                   count_if(action = 'stop') AS stops, {skip_rate}, {completion_rate},
                   sum(least(played_ms * 1000000 DIV nullif(song_duration_ms, 0), 1000000))
                       FILTER (WHERE is_end AND played_ms IS NOT NULL AND song_duration_ms IS NOT NULL)
                     / (1000000 * count_if(is_end AND played_ms IS NOT NULL
                                           AND song_duration_ms IS NOT NULL)) AS mean_completion,
                   {listening}
            FROM events GROUP BY song_id HAVING ended >= 50""",
        "skip_rate DESC, song_id",
    ),
}

for name, sql in tables.items():
    table = spark.sql(sql)
    with open(os.path.join(out, f"{name}.csv"), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(table.columns)
        writer.writerows(table.collect())

# A server keeps what its sessions cached.
sessions.unpersist()
events.unpersist()
spark.stop()
