/** The index of past sessions, made of blocks of sessions in order of time. */
package io.sbr.spark.neighbour;
