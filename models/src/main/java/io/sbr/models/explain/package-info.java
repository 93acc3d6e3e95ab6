/** What each click of a session adds to a score. */
package io.sbr.models.explain;
