/** What {@code sbr} does on Apache Spark, for logs that one machine has no room for. */
package io.sbr.spark;
