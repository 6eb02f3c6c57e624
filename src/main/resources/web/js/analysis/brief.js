/**
 * What an analysis suggests to write for one of its audiences. Pure.
 *
 * @param state of the analysis
 * @param index of the audience
 * @param idea number of the content idea to write about
 */
export function briefFor({ analysis, title, scenarios, organizationId }, index, idea = 0) {
  const { targetSegment, customerProblem, contentIdeas } = scenarios[index];
  const business = [analysis?.businessName, analysis?.businessType].filter(Boolean).join(', ');
  return {
    title: contentIdeas?.[idea]?.title ?? customerProblem ?? '',
    subheader: contentIdeas?.[idea] ? customerProblem ?? '' : '',
    business: business || title,
    audience: targetSegment?.demographics ?? '',
    organization: organizationId ? { id: organizationId, name: analysis?.businessName || title } : null,
  };
}
