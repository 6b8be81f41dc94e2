// fragment: public_size(context)
// purpose: How many people of a cohort, employer, event or group every member may see: as it is kept, or counted while that
//   is old. What a viewer sees may be a few more or less (connections.size_changes).
CASE WHEN context.listed_size > 0 THEN context.listed_size ELSE listed_people_of(context) END
