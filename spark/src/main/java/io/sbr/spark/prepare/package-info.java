/**
 * Preparation of a log on Spark. Files are read in pieces side by side, rows go to the part that
 * has their key, each part is a log of its own to {@link io.sbr.data.prepare.LogPart}, and the
 * sessions of all parts come together again in the order that one reader would have given them.
 */
package io.sbr.spark.prepare;
