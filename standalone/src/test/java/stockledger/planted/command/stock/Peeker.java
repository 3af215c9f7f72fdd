package stockledger.planted.command.stock;

import stockledger.planted.query.QuerySide;

/** Planted: the command side sees the query side. */
class Peeker {
    QuerySide side;
}
