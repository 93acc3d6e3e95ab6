/**
 * Times whole training steps and evaluations in a loop of our own, one line of JSON each, and what
 * they run on: real or made-up clicks. Nothing here compares: that is {@code bench.compare}.
 */
package io.sbr.bench.timing;
