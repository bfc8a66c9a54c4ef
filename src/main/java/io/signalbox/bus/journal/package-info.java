/**
 * The journal: the bus on local disk, one SQLite file. One thread writes, and many callers share each of its commits; anybody reads.
 */
package io.signalbox.bus.journal;
