/** What visitors did so far, kept for those who agreed to it, for a while. */
package io.sbr.server.visit;
