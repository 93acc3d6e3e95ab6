/** Models that read a session as a sequence of clicks, without a graph. */
package io.sbr.models.sequence;
