/**
 * The entry of {@code benchmarks.jar}: one command a class, and anything else goes to JMH. What is
 * measured and how lives in the packages below.
 */
package io.sbr.bench;
