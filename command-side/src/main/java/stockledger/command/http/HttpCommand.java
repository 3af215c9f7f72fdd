package stockledger.command.http;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * A command with an address of its own, and its execution.
 *
 * @param type carries the name under which the command is stored, as {@link JsonTypeName}
 */
public record HttpCommand<C, A>(Class<C> type, CommandExecution<C, A> execution) {

    /** The controllers of such commands. */
    @FunctionalInterface
    public interface Source {
        List<HttpCommand<?, ?>> commands();
    }

    /** The stored name of a command: never its class name, so that classes can be renamed. */
    public static String nameOf(Class<?> type) {
        JsonTypeName name = type.getAnnotation(JsonTypeName.class);
        if (name == null) {
            throw new IllegalArgumentException(type + " has no @JsonTypeName");
        }
        return name.value();
    }

    public ResponseEntity<A> execute(Object command, @Nullable Long expected) {
        return execution.execute(type.cast(command), expected);
    }
}
