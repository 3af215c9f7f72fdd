package stockledger.planted.command.stock;

import stockledger.planted.query.QuerySide;

/** Planted: the command side imports the query side. */
class Peeker {
    QuerySide side;
}
