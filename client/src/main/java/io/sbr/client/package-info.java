/** A client of {@code sbr serve} for Java programs; knows the server's JSON and nothing else. */
package io.sbr.client;
