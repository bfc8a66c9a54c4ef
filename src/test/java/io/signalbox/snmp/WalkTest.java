package io.signalbox.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

class WalkTest {
    private static final OID COLUMN = new OID("1.3.6.1.4.1.99999.1");

    @Test
    void aTableIsReadToItsEndAndNoFurther() {
        Walk walk = new Walk(profile(1000), 10);
        assertThat(walk.next(new PDU(), true)).isTrue();
        walk.take(response("1.3.6.1.4.1.99999.1.1", "1.3.6.1.4.1.99999.1.2", "1.3.6.1.4.1.99999.2.1"));
        assertThat(walk.next(new PDU(), true)).isFalse();
        assertThat(walk.incomplete("rows")).isFalse();
        assertThat(walk.columns().get(0).cells).hasSize(2);
    }

    @Test
    void anAgentThatGoesInCirclesIsNotFollowed() {
        Walk walk = new Walk(profile(1000), 10);
        walk.next(new PDU(), true);
        walk.take(response("1.3.6.1.4.1.99999.1.1", "1.3.6.1.4.1.99999.1.2", "1.3.6.1.4.1.99999.1.1"));
        assertThat(walk.next(new PDU(), true)).isFalse();
    }

    @Test
    void anEndlessTableIsGivenUpAndNothingIsSaidOfIt() {
        Walk walk = new Walk(profile(50), 10);
        int requests = 0;
        for (int row = 1; walk.next(new PDU(), true); row += 10) {
            requests++;
            String[] rows = new String[10];
            for (int i = 0; i < 10; i++) {
                rows[i] = "1.3.6.1.4.1.99999.1." + (row + i);
            }
            walk.take(response(rows));
        }
        assertThat(requests).isEqualTo(6);
        assertThat(walk.incomplete("rows")).isTrue();
    }

    @Test
    void whatIsTooBigIsAskedForInSmallerParts() {
        Walk walk = new Walk(profile(1000), 8);
        PDU first = new PDU();
        walk.next(first, true);
        PDU tooBig = new PDU();
        tooBig.setErrorStatus(PDU.tooBig);
        walk.take(tooBig);
        PDU second = new PDU();
        walk.next(second, true);
        assertThat(first.getMaxRepetitions()).isEqualTo(8);
        assertThat(second.getMaxRepetitions()).isEqualTo(4);
    }

    @Test
    void aTableThatCanNotBeReadIsNotTakenForAnEmptyOne() {
        Walk walk = new Walk(profile(1000), 8);
        walk.next(new PDU(), true);
        PDU error = new PDU();
        error.setErrorStatus(PDU.genErr);
        walk.take(error);
        assertThat(walk.next(new PDU(), true)).isFalse();
        assertThat(walk.incomplete("rows")).isTrue();
    }

    @Test
    void theEndOfEverythingIsTheEndOfATable() {
        Walk walk = new Walk(profile(1000), 8);
        walk.next(new PDU(), true);
        PDU end = new PDU();
        end.add(new VariableBinding(COLUMN, Null.endOfMibView));
        walk.take(end);
        assertThat(walk.next(new PDU(), true)).isFalse();
        assertThat(walk.incomplete("rows")).isFalse();
    }

    private static PDU response(String... oids) {
        PDU response = new PDU();
        for (String oid : oids) {
            response.add(new VariableBinding(new OID(oid), new Integer32(1)));
        }
        return response;
    }

    private static Profile profile(int maxRows) {
        Map<String, Profile.Value> columns = new LinkedHashMap<>();
        columns.put("cell", new Profile.Value("cell", COLUMN, false, Map.of(), List.of(), null, null));
        return new Profile("test", Map.of(), null, Map.of(),
                Map.of("rows", new Profile.Table("rows", columns, null, null, maxRows)), List.of(), List.of());
    }
}
