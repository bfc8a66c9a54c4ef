/** Explain: what would happen to an event, found out on a copy of the routes from which nothing leaves. */
package io.signalbox.explain;
