/**
 * Readers of click logs as vendors publish them. A reader streams: it hands one {@link
 * io.sbr.data.read.Click} at a time to a sink and keeps no text, so that a log may be larger than
 * memory. What a log means (sessions, filters, splits) is the next package's matter.
 */
package io.sbr.data.read;
