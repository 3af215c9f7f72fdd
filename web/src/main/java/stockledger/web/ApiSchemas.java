package stockledger.web;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Collects the schemas of types that only an {@link ApiContract} names. */
public final class ApiSchemas {

    private final Map<String, Schema<?>> described = new ConcurrentSkipListMap<>();

    ApiSchemas() {}

    /** A body of this type, in each of these media types. */
    public Content of(Class<?> type, Iterable<String> mediaTypes) {
        ResolvedSchema resolved =
                ModelConverters.getInstance(true).readAllAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
        resolved.referencedSchemas.forEach(described::put);
        Content content = new Content();
        mediaTypes.forEach(mediaType -> content.addMediaType(mediaType, new MediaType().schema(resolved.schema)));
        return content;
    }

    void addTo(Components components) {
        described.forEach(components::addSchemas);
    }
}
