/**
 * HTTP as the rest of the server sees it: requests that are read, answers that come when they are
 * made. Which library speaks it is known to one room alone, so that another can be measured.
 */
package io.sbr.server.http;
