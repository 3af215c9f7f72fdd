package stockledger.query.count;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The likely causes of the difference of one count. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CountCausesAnswer(
        String sku,
        String locationId,
        Instant countedAt,

        @Schema(description = "Units on hand at the time of the count, by all events that are known now.")
        long expected,

        long counted,

        @Schema(description = "counted − expected.") long difference,

        @Schema(description = "False when there are so many later events that not all were read.")
        boolean complete,

        @Schema(description = "Confirmed orders that are being picked, when they explain the difference.")
        Picking.@Nullable Orders picking,

        @Schema(
                description =
                        "The best first. None when there is no difference, and when the events do not explain it.")
        List<Cause> causes) {

    static CountCausesAnswer of(CountCauses.Finding finding) {
        CountedStock stock = finding.stock();
        return new CountCausesAnswer(
                stock.sku(),
                stock.locationId(),
                stock.countedAt(),
                stock.expected(),
                stock.counted(),
                stock.difference(),
                stock.complete(),
                finding.picking(),
                finding.causes());
    }

    /** The answer to a whole sheet. */
    record SheetCauses(
            @Schema(description = "In the order of the sheet.")
            List<CountCausesAnswer> items) {}
}
