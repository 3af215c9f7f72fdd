package stockledger.command.http;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * When commands are refused because a disk is almost full.
 *
 * @param folder a folder of the disk that the events are stored on, if it is one of this machine; the standalone sets it to its
 *     data folder. Without it the disk is not watched
 * @param minFree commands are refused while less space than this is free, until a tenth more is free
 */
@Validated
@ConfigurationProperties("stockledger.storage")
record StorageSettings(
        @Nullable Path folder,
        @DefaultValue("512MB") @NotNull DataSize minFree) {}
