"""Where each person stands on the few axes along which opinions differ most."""

import numpy as np

from consultation.synthesis.groups.votes import Matrix


def project(votes: Matrix, axes: int) -> Matrix:
    """Each person's place on the first principal axes. Shape (people, axes); no unit.

    An unseen statement counts as that statement's mean vote (`conversation.clj` 355-377), then the
    axes are those of a principal component analysis (`pca.clj` 38-105; here by scikit-learn, which
    needs no random start). Who voted on few statements is moved out from the centre again:
    p_i = sqrt(C / max(V_i, 1)) * sum over voted j of (x_ij - mean_j) * axis_j, with C statements
    and V_i votes of i (`pca.clj` 134-157).
    """
    from sklearn.decomposition import PCA

    seen = ~np.isnan(votes)
    given = seen.sum(axis=0)
    mean = np.where(seen, votes, 0.0).sum(axis=0) / np.maximum(given, 1)
    centred = np.where(seen, votes - mean, 0.0)
    if not centred.any():
        return np.zeros((len(votes), axes))
    most = min(axes, *centred.shape)
    found = PCA(most, svd_solver="full" if min(centred.shape) < 50 else "covariance_eigh")
    components = found.fit(centred).components_
    scale = np.sqrt(votes.shape[1] / np.maximum(seen.sum(axis=1), 1))
    placed = (centred @ components.T) * scale[:, np.newaxis]
    if most < axes:
        placed = np.hstack([placed, np.zeros((len(placed), axes - most))])
    return np.asarray(placed, dtype=np.float64)
