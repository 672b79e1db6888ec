"""The report on Polars: the file is loaded once, then all tables are collected together.

usage: report.py INPUT(.parquet | .ndjson) OUT_FOLDER
"""

import io
import os
import sys

import polars as pl
from polars import col

source, out = sys.argv[1:]
os.makedirs(out, exist_ok=True)

schema = {
    "event_id": pl.String,
    "event_time": pl.String,
    "action": pl.String,
    "user_id": pl.String,
    "song_id": pl.String,
    "song_title": pl.String,
    "artist_id": pl.String,
    "artist_name": pl.String,
    "song_duration_ms": pl.Int64,
    "played_ms": pl.Int64,
    "device": pl.String,
    "country": pl.String,
    "city": pl.String,
}
actions = ["play", "pause", "resume", "skip", "complete", "stop"]
utc = pl.Datetime("us", "UTC")


def well_formed_lines() -> pl.LazyFrame:
    """Polars gives up on the whole file at the first line that is not JSON: those go first."""
    line = col("line")
    return pl.scan_csv(
        source, has_header=False, schema={"line": pl.String}, separator="\x01", quote_char=None,
        encoding="utf8-lossy",
    ).filter(
        line.str.starts_with("{") & line.str.ends_with("}") & ~line.str.ends_with(",}")
        & ~line.str.contains(":NaN", literal=True) & ~line.str.contains("\\ud", literal=True)
    )


def read_lines(lines: pl.DataFrame) -> pl.DataFrame:
    text = io.BytesIO()
    lines.write_csv(text, include_header=False, quote_style="never", separator="\x01")
    return pl.read_ndjson(text.getvalue(), schema=schema, ignore_errors=True)


def load() -> pl.LazyFrame:
    if source.endswith(".parquet"):
        return pl.scan_parquet(source).select(schema.keys())
    batches = well_formed_lines().collect_batches(chunk_size=200_000)
    return pl.concat([read_lines(batch) for batch in batches]).lazy().with_columns(
        col("event_time").str.to_datetime("%FT%T%.f%#z", time_unit="us", time_zone="UTC", strict=False)
    )


events = (
    load()
    .filter(
        pl.all_horizontal(col("event_id", "event_time", "user_id", "song_id").is_not_null()),
        col("action").is_in(actions),
    )
    .select(
        "event_id",
        "event_time",
        col("action").cast(pl.Enum(actions)),
        col("action").is_in(["skip", "complete", "stop"]).alias("is_end"),
        col("user_id", "song_id", "artist_id", "device", "country", "city").cast(pl.Categorical),
        "song_title",
        "artist_name",
        "song_duration_ms",
        "played_ms",
    )
    .collect(engine="streaming")
    .unique(subset="event_id", keep="any")
    .drop("event_id")
    .lazy()
)


def number(action: str) -> pl.Expr:
    return (col("action") == action).sum().cast(pl.Int64)


ended = col("is_end").sum().cast(pl.Int64)
plays = number("play").alias("plays")
streams = (col("is_end") & (col("played_ms") >= 30_000)).sum().alias("streams")
listeners = col("user_id").n_unique().alias("listeners")
songs = col("song_id").n_unique().alias("songs")
artists = col("artist_id").drop_nulls().n_unique().alias("artists")
skips = number("skip").alias("skips")
completes = number("complete").alias("completes")
listening = col("played_ms").filter("is_end").sum().alias("listening_ms")
skip_rate = pl.when(ended > 0).then(number("skip") / ended).alias("skip_rate")
completion_rate = pl.when(ended > 0).then(number("complete") / ended).alias("completion_rate")
span = [
    col("event_time").min().alias("first_event_at"),
    col("event_time").max().alias("last_event_at"),
]
labels = [col("song_title").min(), col("artist_id").min(), col("artist_name").min()]
share = (col("events") / col("events").sum()).alias("share")
counts = [pl.len().alias("events"), plays, streams, listeners, skips, completes, listening]
rates = [skip_rate, completion_rate]


def ranked(table: pl.LazyFrame, by: str, key: str) -> pl.LazyFrame:
    ordered = table.with_columns(col(key).cast(pl.String)).sort([by, key], descending=[True, False])
    return ordered.head(100).with_row_index("rank", offset=1)


def by_events(table: pl.LazyFrame, *keys: str) -> pl.LazyFrame:
    return (
        table.with_columns(share, *[col(key).cast(pl.String) for key in keys])
        .sort(["events", *keys], descending=[True, *[False] * len(keys)], nulls_last=True)
    )


local = events.with_columns(
    col("event_time").dt.weekday().alias("weekday"), col("event_time").dt.hour().alias("hour")
)

completion = pl.min_horizontal(col("played_ms") * 1_000_000 // col("song_duration_ms"), 1_000_000)
both_known = col("is_end") & col("played_ms").is_not_null() & col("song_duration_ms").is_not_null()

# A session begins where more than 30 minutes lie between two events of one listener.
sessions = (
    events.select("user_id", "song_id", "action", "event_time")
    .sort("user_id", "event_time")
    .with_columns(
        (
            (col("user_id") != col("user_id").shift())
            | (col("event_time").diff() > pl.duration(minutes=30))
        )
        .fill_null(True)
        .cum_sum()
        .alias("session")
    )
    .group_by("session")
    .agg(
        col("user_id").first(),
        ((col("event_time").max() - col("event_time").min()).dt.total_microseconds() // 1_000)
        .alias("duration_ms"),
        pl.len().alias("events"),
        plays,
        skips,
        songs,
    )
    .collect()
    .lazy()
)
bounds = [0, 1, 60_000, 300_000, 900_000, 1_800_000, 3_600_000, 7_200_000]
buckets = pl.LazyFrame(
    {
        "bucket": ["0", "<1 min", "<5 min", "<15 min", "<30 min", "<60 min", "<120 min", ">=120 min"],
        "from_ms": bounds,
        "to_ms": [*bounds[1:], None],
    }
)


def nearest_rank(percent: int) -> pl.Expr:
    return col("duration_ms").sort().get((pl.len() * percent + 99) // 100 - 1)


tables = {
    "overview": events.select(
        pl.len().alias("events"), plays, streams, listeners, songs, artists, listening, *rates, *span
    ),
    "action_counts": by_events(
        events.group_by("action").agg(pl.len().alias("events"), listeners), "action"
    ),
    "popular_songs": ranked(
        events.group_by("song_id").agg(*labels, plays, streams, listeners, completes, skips, listening),
        "plays",
        "song_id",
    ),
    "popular_artists": ranked(
        events.filter(col("artist_id").is_not_null())
        .group_by("artist_id")
        .agg(col("artist_name").min(), plays, streams, listeners, songs, listening),
        "plays",
        "artist_id",
    ),
    "user_activity": ranked(
        events.group_by("user_id").agg(
            pl.len().alias("events"), plays, streams, skips, completes, songs, artists,
            col("event_time").dt.date().n_unique().alias("active_days"), listening, *rates, *span,
        ),
        "plays",
        "user_id",
    ),
    "device_usage": by_events(events.group_by("device").agg(*counts, *rates), "device"),
    "geographic_distribution": by_events(events.group_by("country").agg(*counts, *rates), "country"),
    "city_distribution": by_events(
        events.group_by("country", "city").agg(pl.len().alias("events"), plays, listeners),
        "country",
        "city",
    ).head(100),
    "hourly_activity": local.group_by("hour")
    .agg(pl.len().alias("events"), plays, listeners, listening, skip_rate)
    .with_columns(share)
    .sort("hour"),
    "weekday_hourly_activity": local.group_by("weekday", "hour")
    .agg(pl.len().alias("events"), plays, listeners)
    .sort("weekday", "hour"),
    "session_analysis": sessions.select(
        pl.len().alias("sessions"),
        listeners,
        (col("duration_ms").sum() / pl.len()).alias("mean_duration_ms"),
        nearest_rank(50).alias("median_duration_ms"),
        nearest_rank(90).alias("p90_duration_ms"),
        col("duration_ms").max().alias("max_duration_ms"),
        (col("events").sum() / pl.len()).alias("mean_events"),
        (col("plays").sum() / pl.len()).alias("mean_plays"),
        (col("songs").sum() / pl.len()).alias("mean_songs"),
        ((col("plays") == 1).sum() / pl.len()).alias("single_play_share"),
        (col("skips").sum() / pl.len()).alias("mean_skips"),
    ),
    "session_lengths": buckets.join(
        sessions.select(
            (pl.sum_horizontal([(col("duration_ms") >= bound).cast(pl.Int64) for bound in bounds]) - 1)
            .alias("index")
        )
        .group_by("index")
        .agg(pl.len().alias("sessions"))
        .with_columns(from_ms=pl.lit(pl.Series(bounds)).get(col("index"))),
        on="from_ms",
        how="left",
    )
    .select("bucket", "from_ms", "to_ms", col("sessions").fill_null(0))
    .with_columns((col("sessions") / col("sessions").sum()).alias("share"))
    .sort("from_ms"),
    "song_engagement": ranked(
        events.group_by("song_id")
        .agg(
            *labels, plays, ended.alias("ended"), skips, completes, number("stop").alias("stops"), *rates,
            (completion.filter(both_known).sum() / (1_000_000 * both_known.sum())).alias("mean_completion"),
            listening,
        )
        .filter(col("ended") >= 50),
        "skip_rate",
        "song_id",
    ),
}

for name, table in zip(tables, pl.collect_all(tables.values())):
    table.write_csv(os.path.join(out, f"{name}.csv"), datetime_format="%Y-%m-%dT%H:%M:%S%.6fZ")
