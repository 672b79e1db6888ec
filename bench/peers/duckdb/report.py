"""The report on DuckDB: the file is loaded once, then one SQL statement makes each table.

usage: report.py INPUT(.parquet | .ndjson) OUT_FOLDER
"""

import os
import sys

import duckdb

source, out = sys.argv[1:]
os.makedirs(out, exist_ok=True)

columns = {
    "event_id": "VARCHAR",
    "event_time": "TIMESTAMPTZ",
    "action": "VARCHAR",
    "user_id": "VARCHAR",
    "song_id": "VARCHAR",
    "song_title": "VARCHAR",
    "artist_id": "VARCHAR",
    "artist_name": "VARCHAR",
    "song_duration_ms": "BIGINT",
    "played_ms": "BIGINT",
    "device": "VARCHAR",
    "country": "VARCHAR",
    "city": "VARCHAR",
}

db = duckdb.connect()
db.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")

relation = (
    f"read_parquet('{source}')"
    if source.endswith(".parquet")
    else f"read_json('{source}', format = 'newline_delimited', ignore_errors = true, columns = {columns})"
)

# Copies of an event are equal: which one stays does not matter.
db.execute(f"""
    CREATE TABLE events AS
    SELECT event_id, event_time::TIMESTAMP AS event_time,
           action::ENUM('play', 'pause', 'resume', 'skip', 'complete', 'stop') AS action,
           action IN ('skip', 'complete', 'stop') AS ended,
           user_id, song_id, song_title, artist_id, artist_name,
           song_duration_ms, played_ms, device, country, city
    FROM {relation}
    WHERE event_id IS NOT NULL AND event_time IS NOT NULL AND user_id IS NOT NULL
      AND song_id IS NOT NULL
      AND action IN ('play', 'pause', 'resume', 'skip', 'complete', 'stop')
""")
db.execute("""
    CREATE TABLE copies AS
    SELECT event_id, min(rowid) AS first FROM events GROUP BY event_id HAVING count(*) > 1
""")
db.execute("""
    DELETE FROM events USING copies
    WHERE events.event_id = copies.event_id AND events.rowid > copies.first
""")

plays = "count(*) FILTER (action = 'play') AS plays"
streams = "count(*) FILTER (ended AND played_ms >= 30000) AS streams"
listeners = "count(DISTINCT user_id) AS listeners"
songs = "count(DISTINCT song_id) AS songs"
artists = "count(DISTINCT artist_id) AS artists"
skips = "count(*) FILTER (action = 'skip') AS skips"
completes = "count(*) FILTER (action = 'complete') AS completes"
listening = "(sum(played_ms) FILTER (ended))::BIGINT AS listening_ms"
skip_rate = "count(*) FILTER (action = 'skip') / nullif(count(*) FILTER (ended), 0) AS skip_rate"
completion_rate = (
    "count(*) FILTER (action = 'complete') / nullif(count(*) FILTER (ended), 0) AS completion_rate"
)
share = "count(*) / sum(count(*)) OVER () AS share"
iso = "strftime({}(event_time), '%Y-%m-%dT%H:%M:%S.%fZ')"
span = f"{iso.format('min')} AS first_event_at, {iso.format('max')} AS last_event_at"
labels = "min(song_title) AS song_title, min(artist_id) AS artist_id, min(artist_name) AS artist_name"

groups = ", ".join(
    ["count(*) AS events", plays, streams, listeners, skips, completes, listening]
    + [skip_rate, completion_rate, share]
)

tables = {
    "overview": f"""
        SELECT count(*) AS events, {plays}, {streams}, {listeners}, {songs}, {artists}, {listening},
               {skip_rate}, {completion_rate}, {span}
        FROM events""",
    "action_counts": f"""
        SELECT action, count(*) AS events, {listeners}, {share}
        FROM events GROUP BY action ORDER BY events DESC, action::VARCHAR""",
    "popular_songs": f"""
        SELECT row_number() OVER (ORDER BY plays DESC, song_id) AS rank, *
        FROM (SELECT song_id, {labels}, {plays}, {streams}, {listeners}, {completes}, {skips}, {listening}
              FROM events GROUP BY song_id)
        ORDER BY rank LIMIT 100""",
    "popular_artists": f"""
        SELECT row_number() OVER (ORDER BY plays DESC, artist_id) AS rank, *
        FROM (SELECT artist_id, min(artist_name) AS artist_name, {plays}, {streams}, {listeners},
                     {songs}, {listening}
              FROM events WHERE artist_id IS NOT NULL GROUP BY artist_id)
        ORDER BY rank LIMIT 100""",
    "user_activity": f"""
        SELECT row_number() OVER (ORDER BY plays DESC, user_id) AS rank, *
        FROM (SELECT user_id, count(*) AS events, {plays}, {streams}, {skips}, {completes}, {songs},
                     {artists}, count(DISTINCT event_time::DATE) AS active_days, {listening},
                     {skip_rate}, {completion_rate}, {span}
              FROM events GROUP BY user_id)
        ORDER BY rank LIMIT 100""",
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
        FROM events GROUP BY hour ORDER BY hour""",
    "weekday_hourly_activity": f"""
        SELECT isodow(event_time) AS weekday, hour(event_time) AS hour, count(*) AS events, {plays},
               {listeners}
        FROM events GROUP BY weekday, hour ORDER BY weekday, hour""",
    "session_analysis": """
        SELECT count(*) AS sessions, count(DISTINCT user_id) AS listeners,
               sum(duration_ms) / count(*) AS mean_duration_ms,
               quantile_disc(duration_ms, 0.5) AS median_duration_ms,
               quantile_disc(duration_ms, 0.9) AS p90_duration_ms,
               max(duration_ms) AS max_duration_ms, sum(events) / count(*) AS mean_events,
               sum(plays) / count(*) AS mean_plays, sum(songs) / count(*) AS mean_songs,
               count(*) FILTER (plays = 1) / count(*) AS single_play_share,
               sum(skips) / count(*) AS mean_skips
        FROM sessions""",
    "session_lengths": """
        SELECT bucket, from_ms, to_ms, count(duration_ms) AS sessions,
               count(duration_ms) / sum(count(duration_ms)) OVER () AS share
        FROM (VALUES ('0', 0, 1), ('<1 min', 1, 60000), ('<5 min', 60000, 300000),
                     ('<15 min', 300000, 900000), ('<30 min', 900000, 1800000),
                     ('<60 min', 1800000, 3600000), ('<120 min', 3600000, 7200000),
                     ('>=120 min', 7200000, NULL)) AS buckets(bucket, from_ms, to_ms)
        LEFT JOIN sessions ON duration_ms >= from_ms AND (to_ms IS NULL OR duration_ms < to_ms)
        GROUP BY ALL ORDER BY from_ms""",
    "song_engagement": f"""
        SELECT row_number() OVER (ORDER BY skip_rate DESC, song_id) AS rank, *
        FROM (SELECT song_id, {labels}, {plays}, count(*) FILTER (ended) AS ended, {skips}, {completes},
                     count(*) FILTER (action = 'stop') AS stops, {skip_rate}, {completion_rate},
                     sum(least(played_ms * 1000000 // nullif(song_duration_ms, 0), 1000000)) FILTER (ended)
                       / (1000000 * count(*) FILTER (ended AND played_ms IS NOT NULL
                                                     AND song_duration_ms IS NOT NULL)) AS mean_completion,
                     {listening}
              FROM events GROUP BY song_id)
        WHERE ended >= 50 ORDER BY rank LIMIT 100""",
}

db.execute("""
    CREATE TABLE sessions AS
    SELECT user_id, (epoch_us(max(event_time)) - epoch_us(min(event_time))) // 1000 AS duration_ms,
           count(*) AS events, count(*) FILTER (action = 'play') AS plays,
           count(*) FILTER (action = 'skip') AS skips, count(DISTINCT song_id) AS songs
    FROM (SELECT *, sum(CASE WHEN event_time - previous <= INTERVAL 30 MINUTE THEN 0 ELSE 1 END)
                      OVER (PARTITION BY user_id ORDER BY event_time) AS session
          FROM (SELECT user_id, song_id, action, event_time,
                       lag(event_time) OVER (PARTITION BY user_id ORDER BY event_time) AS previous
                FROM events))
    GROUP BY user_id, session
""")

for name, sql in tables.items():
    db.execute(f"COPY ({sql}) TO '{os.path.join(out, name)}.csv' (HEADER)")
