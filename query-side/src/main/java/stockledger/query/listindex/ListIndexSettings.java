package stockledger.query.listindex;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the lists and counts of products in Redis.
 *
 * @param parts parts that the products of each list are divided into, which a Redis Cluster may spread; each page reads all
 *     of them. Applies to generations of the lists that begin after it was set
 * @param maxScanned maximum number of products that one query scans in Redis for conditions that no order has, before
 *     MongoDB is read instead
 */
@Validated
@ConfigurationProperties("stockledger.list-index")
record ListIndexSettings(
        @DefaultValue("1") @Min(1) @Max(1_024) int parts,
        @DefaultValue("2000") @Min(1) @Max(100_000) int maxScanned) {}
