package stockledger.command.http;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How files of other systems are read.
 *
 * @param mappings by name: which columns of a file are members of its rows; those of Shopify, WooCommerce and Magento are in
 *     {@code command-side.yml}
 */
@Validated
@ConfigurationProperties("stockledger.bulk")
record BulkMappingSettings(@DefaultValue @NotNull Map<String, @Valid BulkMapping> mappings) {}
