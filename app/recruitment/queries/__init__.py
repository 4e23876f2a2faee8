"""Questions about enquiries, stages and figures, each as at a day."""

from app.recruitment.queries.enquiries import enquiry_by_ref
from app.recruitment.queries.pipeline import case_of, cases

__all__ = ["case_of", "cases", "enquiry_by_ref"]
