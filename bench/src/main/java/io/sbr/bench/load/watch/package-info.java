/** What the system says of the processes under load: processor time and memory. */
package io.sbr.bench.load.watch;
