/**
 * What is done with runs: begun and resumed, measured on any data, asked for recommendations. The
 * entry for other JVM programs.
 */
package io.sbr.models.pipeline;
