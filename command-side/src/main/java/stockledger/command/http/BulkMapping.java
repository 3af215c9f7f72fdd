package stockledger.command.http;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a file of another system is read: which of its columns are members of a row. All other columns are ignored.
 *
 * @param rows the kind of rows: {@code products}
 * @param columns names of columns by member; of several, the first that has a value
 * @param constants values of members that the file does not have, such as the currency
 * @param values by member, values of the file and what they mean, such as the ids of locations
 * @param skipWithout a member; rows without a value of it are no rows, such as those with a further image only
 */
public record BulkMapping(
        @NotEmpty String rows,
        @NotNull Map<String, List<String>> columns,
        @DefaultValue @NotNull Map<String, String> constants,
        @DefaultValue @NotNull Map<String, Map<String, String>> values,
        @Nullable String skipWithout) {}
