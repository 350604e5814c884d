"""A Spark cluster for the tests: a master in this process's JVM, and two workers, each with an executor of its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Self

from scormbuild.records.engines import Spark, spark_engine

MASTER = "local-cluster[2,1,768]"
QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Little is computed, so the JVMs shall not spend themselves on compiling it well."""


def missing() -> str | None:
    """Why there can be no cluster here, or None."""
    if shutil.which("java") is None:
        return "no Java: install it (Debian: apt-get install default-jre-headless)"
    return None


class Cluster:
    """A cluster from `with` to its end."""

    def __enter__(self) -> Self:
        import pyspark
        from pyspark.sql import SparkSession

        self._work = Path(pyspark.__file__).parent / "work"  # where executors of a local cluster log
        self._session = (
            SparkSession.builder.config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.executor.memory", "768m")
            .config("spark.executor.extraJavaOptions", QUICK_START)
            .config("spark.driver.extraJavaOptions", QUICK_START)
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.ui.enabled", "false")
            .master(MASTER)
            .getOrCreate()
        )
        self._session.sparkContext.setLogLevel("OFF")
        self.engine: Spark = spark_engine(MASTER)
        return self

    def __exit__(self, *_: object) -> None:
        application = self._session.sparkContext.applicationId
        self.engine.__exit__()
        shutil.rmtree(self._work / application, ignore_errors=True)
        if self._work.exists() and not any(self._work.iterdir()):
            self._work.rmdir()

    def workers(self) -> int:
        """How many executors there are, beside the driver."""
        context = self._session.sparkContext
        return int(context._jsc.sc().getExecutorMemoryStatus().size()) - 1
