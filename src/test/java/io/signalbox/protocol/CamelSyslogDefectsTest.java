package io.signalbox.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.util.GregorianCalendar;

import org.apache.camel.component.syslog.Rfc5424SyslogMessage;
import org.apache.camel.component.syslog.SyslogConverter;
import org.apache.camel.component.syslog.SyslogMessage;
import org.junit.jupiter.api.Test;

/** Why camel-syslog is not used (docs/adr/0010). Where one of these fails after an upgrade, Camel has mended it: think again. */
class CamelSyslogDefectsTest {
    @Test
    void itsHostNameIsNoHostName() {
        SyslogMessage message = new SyslogMessage();
        message.setLogMessage("x");
        SyslogConverter.toString(message);
        assertThat(message.getHostname()).contains("/");
    }

    @Test
    void itsOldFormatHasNoTag() {
        SyslogMessage message = new SyslogMessage();
        message.setHostname("h");
        message.setLogMessage("first word");
        message.setTimestamp(new GregorianCalendar(2026, 10, 21, 8, 0, 0));
        assertThat(SyslogConverter.toString(message)).isEqualTo("<14>Nov 21 08:00:00 h first word");
    }

    @Test
    void itReadsUtf8AsLatin1AndKeepsTheMark() {
        byte[] bytes = "<14>1 2026-11-21T08:00:00Z h a - - - \uFEFFcaf\u00e9".getBytes(UTF_8);
        assertThat(SyslogConverter.parseMessage(bytes).getLogMessage()).contains("caf\u00c3\u00a9");
    }

    @Test
    void itFailsOnWhatIsNotGivenOrIsNotSyslog() {
        assertThatThrownBy(() -> SyslogConverter.parseMessage("<14>1 - h a - - - x".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SyslogConverter.parseMessage("no syslog".getBytes(UTF_8)))
                .isInstanceOf(BufferUnderflowException.class);
        assertThatThrownBy(() -> SyslogConverter.parseMessage("<999>1 x".getBytes(UTF_8)))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);
    }

    @Test
    void anEscapedBracketEndsItsStructuredData() {
        Rfc5424SyslogMessage message = (Rfc5424SyslogMessage) SyslogConverter.parseMessage(
                "<14>1 2026-11-21T08:00:00Z h a - - [x@1 k=\"a\\] b\"] text".getBytes(UTF_8));
        assertThat(message.getStructuredData()).isEqualTo("[x@1 k=\"a\\]");
        assertThat(message.getLogMessage()).isEqualTo("b\"] text");
    }
}
