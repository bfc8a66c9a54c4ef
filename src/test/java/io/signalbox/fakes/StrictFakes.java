package io.signalbox.fakes;

/** Which strict stand-ins are there? A test file names them; each time it gets one without a past. */
public final class StrictFakes {
    private StrictFakes() {
    }

    public static StrictFake named(String name) {
        return switch (name) {
            case "splunk-hec" -> new SplunkHec(false);
            case "splunk-hec-acknowledging" -> new SplunkHec(true);
            case "datadog" -> new Datadog();
            case "newrelic" -> new NewRelic();
            default -> throw new IllegalArgumentException("there is no strict fake called " + name);
        };
    }
}
