package stockledger.command.http;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Describes the forms that promises name, and no method. */
final class ApiSchemas {

    private final Map<String, Schema<?>> described = new ConcurrentSkipListMap<>();

    /** A body of this form, in each of these media types. */
    Content of(Class<?> type, Iterable<String> mediaTypes) {
        ResolvedSchema form =
                ModelConverters.getInstance(true).readAllAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
        form.referencedSchemas.forEach(described::put);
        Content content = new Content();
        mediaTypes.forEach(mediaType -> content.addMediaType(mediaType, new MediaType().schema(form.schema)));
        return content;
    }

    void addTo(Components components) {
        described.forEach(components::addSchemas);
    }
}
