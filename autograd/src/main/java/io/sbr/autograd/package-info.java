/** Reverse-mode differentiation: a tape records what was computed, and is walked backwards. */
package io.sbr.autograd;
