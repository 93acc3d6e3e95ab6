package io.sbr.bench.load.fault;

import java.io.IOException;

/** Something that is done to a server while visitors ask. */
interface Fault {
  /** Does it, and returns when it is over. */
  Outcome run(Visits visits) throws IOException, InterruptedException;
}
