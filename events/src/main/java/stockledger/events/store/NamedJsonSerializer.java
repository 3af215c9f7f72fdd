package stockledger.events.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;

/** Serializes to JSON under stored names instead of class names. */
class NamedJsonSerializer extends JacksonSerializer {

    private final EventNames names;

    NamedJsonSerializer(EventNames names, ObjectMapper json) {
        super(JacksonSerializer.builder().objectMapper(json));
        this.names = names;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public SerializedType typeForClass(Class type) {
        if (type == null || type == Void.class || type == void.class || MetaData.class.isAssignableFrom(type)) {
            return super.typeForClass(type);
        }
        return new SimpleSerializedType(EventNames.nameOf(type), EventNames.revisionOf(type));
    }

    @Override
    protected String resolveClassName(SerializedType stored) {
        Class<?> type = names.typeOf(stored.getName());
        return type == null ? stored.getName() : type.getName();
    }
}
