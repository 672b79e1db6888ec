"""Five aggregates per 5 minutes of a topic, as Structured Streaming has it: one query each, drained
with available-now, watermark 10 minutes, into a topic of results. To be run by spark-submit with the
jars of the Kafka connector.

usage: stream.py BOOTSTRAP TOPIC RESULTS_TOPIC FOLDER RUNS keep|drop

The topic is drained RUNS times in one JVM, each time into new checkpoints in FOLDER; `drop` takes
duplicates out. What each run cost is written to FOLDER/runs.json.
"""

import json
import os
import sys
import time

from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.functions import col

bootstrap, topic, results, folder, runs, duplicates = sys.argv[1:]

spark = (
    SparkSession.builder.appName("stream")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.shuffle.partitions", "4")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")

schema = """
    event_id STRING, event_time TIMESTAMP, action STRING, user_id STRING, song_id STRING,
    song_title STRING, artist_id STRING, artist_name STRING, song_duration_ms BIGINT,
    played_ms BIGINT, device STRING, country STRING, city STRING
"""
records = (
    spark.readStream.format("kafka")
    .option("kafka.bootstrap.servers", bootstrap)
    .option("subscribe", topic)
    .option("startingOffsets", "earliest")
    .load()
)
events = (
    records.select(F.from_json(col("value").cast("string"), schema).alias("event"))
    .select("event.*")
    .where(
        col("event_id").isNotNull()
        & col("event_time").isNotNull()
        & col("user_id").isNotNull()
        & col("song_id").isNotNull()
        & col("action").isin("play", "pause", "resume", "skip", "complete", "stop")
    )
    .withWatermark("event_time", "10 minutes")
)
if duplicates == "drop":
    events = events.dropDuplicatesWithinWatermark(["event_id"])


def number(action):
    return F.count_if(col("action") == action)


is_end = col("action").isin("skip", "complete", "stop")
plays = number("play").alias("plays")
skips = number("skip").alias("skips")
completes = number("complete").alias("completes")
streams = F.count_if(is_end & (col("played_ms") >= 30000)).alias("streams")
listening = F.sum(F.when(is_end, col("played_ms"))).alias("listening_ms")
# An exact count of distinct values is refused in a stream.
listeners = F.approx_count_distinct("user_id").alias("listeners")
number_of_events = F.count(F.lit(1)).alias("events")
labels = [F.min(name).alias(name) for name in ("song_title", "artist_id", "artist_name")]
usual = [number_of_events, plays, streams, listeners, skips, completes, listening]

queries = {
    "action_counts": ("action", [number_of_events, listeners]),
    "popular_songs": ("song_id", [*labels, plays, streams, listeners, completes, skips, listening]),
    "popular_artists": (
        "artist_id",
        [F.min("artist_name").alias("artist_name"), plays, streams, listeners, listening],
    ),
    "device_usage": ("device", usual),
    "geographic_distribution": ("country", usual),
}


def start(name, key, measures, checkpoint):
    rows = events.groupBy(F.window("event_time", "5 minutes"), key).agg(*measures)
    return (
        rows.select(
            F.concat_ws("|", F.lit(name), col("window.start"), col(key)).alias("key"),
            F.to_json(F.struct("*")).alias("value"),
        )
        .writeStream.queryName(name)
        .format("kafka")
        .option("kafka.bootstrap.servers", bootstrap)
        .option("topic", results)
        .option("checkpointLocation", checkpoint)
        .outputMode("append")
        .trigger(availableNow=True)
        .start()
    )


pid = spark._jvm.java.lang.ProcessHandle.current().pid()


def cpu_seconds():
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def total(queries, of):
    return {query.name: sum(of(progress) for progress in query.recentProgress) for query in queries}


measured = []
for run in range(int(runs)):
    cpu, began = cpu_seconds(), time.perf_counter()
    started = [
        start(name, key, measures, os.path.join(folder, f"{run}-{name}"))
        for name, (key, measures) in queries.items()
    ]
    for query in started:
        query.awaitTermination()
    measured.append(
        {
            "wallSeconds": time.perf_counter() - began,
            "cpuSeconds": cpu_seconds() - cpu,
            "inputRows": total(started, lambda progress: progress.numInputRows),
            "outputRows": total(started, lambda progress: progress.sink.numOutputRows),
        }
    )

with open(os.path.join(folder, "runs.json"), "w") as file:
    json.dump(measured, file)
spark.stop()
