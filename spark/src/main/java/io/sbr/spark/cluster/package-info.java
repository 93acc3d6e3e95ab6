/** What all commands need of Spark: how it is reached, what its failures mean, who gets a block. */
package io.sbr.spark.cluster;
