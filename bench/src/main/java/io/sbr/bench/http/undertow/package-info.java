/** HTTP by Undertow's core, without servlets: the one room that knows it. */
package io.sbr.bench.http.undertow;
