package stockledger.events.bulk;

/**
 * A row that was not applied.
 *
 * @param line first line of the row in the upload, from 1
 * @param code problem code of the same refusal of a single command
 * @param reason one sentence
 */
public record RowFailure(int line, String code, String reason) {}
