package io.signalbox.snmp;

import java.util.List;
import java.util.Map;

/** Do the tests of a rule hold? */
final class Conditions {
    private Conditions() {
    }

    /** Whether one of them holds; null when a table that could decide it was not read to its end. */
    static Boolean any(List<Profile.All> conditions, Reading reading, Reading.Row row, boolean held) {
        Boolean any = false;
        for (Profile.All condition : conditions) {
            Boolean all = all(condition, reading, row, held);
            if (Boolean.TRUE.equals(all)) {
                return true;
            }
            any = all == null ? null : any;
        }
        return any;
    }

    private static Boolean all(Profile.All condition, Reading reading, Reading.Row row, boolean held) {
        Boolean all = true;
        for (Map.Entry<String, Test> test : condition.tests().entrySet()) {
            List<Object> values = reading.values(test.getKey(), row);
            if (values == null) {
                all = null;
            } else if (values.stream().noneMatch(value -> test.getValue().holds(value, held))) {
                return false;
            }
        }
        return all;
    }
}
