package io.signalbox.verify;

import java.util.List;
import java.util.Map;

import io.signalbox.bus.DryDelivery.Fate;
import io.signalbox.explain.Sent;

/**
 * What happened in a test?
 *
 * @param channels
 *            of each event that was given
 * @param told
 *            by the names of the backends that were asked, why one would not be told; null where it would
 * @param fates
 *            of each event that was given, at the backend or sink
 */
record Observed(List<List<String>> channels, Map<String, String> told, List<Fate> fates, List<Sent> requests) {
}
