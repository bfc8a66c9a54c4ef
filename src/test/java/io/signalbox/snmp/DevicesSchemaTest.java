package io.signalbox.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Does the schema that editors use know the fields that we read? */
class DevicesSchemaTest {
    @Test
    void everyFieldOfADeviceIsKnownToTheSchema() throws Exception {
        JsonNode schema = new ObjectMapper().readTree(Path.of("schemas/devices.json").toFile());
        List<String> own = new ArrayList<>(DeviceFields.NAMES);
        own.addAll(List.of("id", "name"));

        assertThat(schema.at("/definitions/defaults/properties").fieldNames()).toIterable()
                .containsExactlyInAnyOrderElementsOf(DeviceFields.NAMES);
        assertThat(schema.at("/definitions/device/properties").fieldNames()).toIterable()
                .containsExactlyInAnyOrderElementsOf(own);
    }
}
