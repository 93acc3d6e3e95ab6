/** Answers to sessions of any number, by the run and the code that answer on one machine. */
package io.sbr.spark.score;
