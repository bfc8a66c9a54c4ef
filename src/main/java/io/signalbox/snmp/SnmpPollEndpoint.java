package io.signalbox.snmp;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** Which devices does one {@code snmp-poll:} of a route poll? */
final class SnmpPollEndpoint extends DefaultEndpoint {
    private final Settings settings;

    record Settings(String devices, String profiles, String state, String overlay, String source, int maxInFlight,
            long reloadPeriod,
            long retryPeriod) {
    }

    SnmpPollEndpoint(String uri, SnmpPollComponent component, Settings settings) {
        super(uri, component);
        this.settings = settings;
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new SnmpPollConsumer(this, processor, settings);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException(
                "snmp-poll: polls devices; expected it after \"from:\", not after \"to:\"");
    }
}
