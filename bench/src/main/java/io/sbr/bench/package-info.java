/**
 * JMH benchmarks of the backends and a report that sets each result beside the machine's measured
 * ceilings; timings of whole training steps for comparison with other programs. Start with {@code
 * java -jar bench/target/benchmarks.jar -h}.
 */
package io.sbr.bench;
