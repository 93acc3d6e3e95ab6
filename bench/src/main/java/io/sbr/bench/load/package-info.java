/** Commands that load a server as visitors would, and what they report. */
package io.sbr.bench.load;
