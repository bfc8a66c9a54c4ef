package io.signalbox.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Service;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.signalbox.bus.EventBody;
import io.signalbox.bus.NotNow;
import io.signalbox.event.Event;

/**
 * In which form did the engineer ask for an event? In that of a template, which is read and checked when the route starts, or in none.
 *
 * <p>
 * Leaves, where there is a template, the variables {@code rendered} and {@code contentType}.
 */
@RegisterForReflection // the Kamelet webhook-sink makes it by its class name, and sets its properties
public final class WebhookTemplate implements Processor, Service {
    private String template = "";
    private String templateFile = "";
    private String contentType = "";
    private String folder = "";
    private BodyTemplate body;

    public void setTemplate(String template) {
        this.template = template;
    }

    public void setTemplateFile(String templateFile) {
        this.templateFile = templateFile.strip();
    }

    public void setContentType(String contentType) {
        this.contentType = contentType.strip();
    }

    /** Where a template's file is looked for. */
    public void setFolder(String folder) {
        this.folder = folder;
    }

    @Override
    public void start() {
        boolean given = !template.isBlank();
        boolean filed = !templateFile.isEmpty();
        if (given && filed) {
            throw new IllegalArgumentException("webhook-sink has a template and a templateFile; give it one of them");
        }
        if (!given && !filed && !contentType.isEmpty()) {
            throw new IllegalArgumentException("webhook-sink has a contentType but no template that would be of it");
        }
        if (given || filed) {
            contentType = contentType.isEmpty() ? "application/json" : contentType;
            body = checked(filed ? "templateFile " + templateFile : "template", filed ? read() : template);
        }
    }

    private BodyTemplate checked(String name, String text) {
        try {
            return new BodyTemplate(text, BodyKind.of(contentType));
        } catch (IllegalArgumentException e) {
            // Without its cause: what a person is shown of a failed start is the innermost sentence.
            throw new IllegalArgumentException("webhook-sink, " + name + ": " + e.getMessage());
        }
    }

    private String read() {
        Path file = Path.of(folder).resolve(templateFile);
        try {
            // An editor's line break at the end is no part of what is sent.
            return Files.readString(file).stripTrailing();
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("webhook-sink: there is no templateFile " + file.normalize());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "webhook-sink can't read its templateFile " + file.normalize() + ": " + e);
        }
    }

    @Override
    public void stop() {
        // Nothing was opened.
    }

    @Override
    public void process(Exchange exchange) throws NotNow {
        exchange.removeVariable("rendered");
        if (body != null) {
            boolean single = exchange.getMessage().getBody() instanceof Event;
            exchange.setVariable("rendered", body.render(EventBody.of(exchange), !single));
            exchange.setVariable("contentType", contentType);
        }
    }
}
